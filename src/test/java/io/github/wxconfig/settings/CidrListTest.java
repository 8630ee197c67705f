package io.github.wxconfig.settings;

import static java.util.Arrays.asList;
import static java.util.Collections.singletonList;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrListTest {

    private static final long SEED = 20261122;

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,         10.255.255.255, true",
        "10.0.0.0/8,         11.0.0.0,       false",
        "10.9.8.7/8,         10.0.0.1,       true",
        "172.16.0.0/12,      172.31.255.255, true",
        "172.16.0.0/12,      172.32.0.0,     false",
        "192.0.2.7,          192.0.2.7,      true",
        "192.0.2.7,          192.0.2.8,      false",
        "192.0.2.7/32,       192.0.2.6,      false",
        "0.0.0.0/0,          203.0.113.9,    true",
        "0.0.0.0/0,          2001:db8::1,    false",
        "::/0,               2001:db8::1,    true",
        "fe80::/10,          febf::1,        true",
        "fe80::/10,          fec0::1,        false",
        "fe80::/10,          fe80::1%eth0,   true",
        "fe80::/10,          [fe80::1%25eth0], true",
        "2001:db8::/64,      2001:db8::ffff, true",
        "2001:db8::/64,      2001:db8:0:1::, false",
        "2001:db8::/65,      2001:db8::7fff:ffff:ffff:ffff, true",
        "2001:db8::/65,      2001:db8::8000:0:0:0, false",
        "2001:DB8::1,        2001:0db8:0:0:0:0:0:1, true",
        "::1,                [::1],          true",
        "2001:db8::1/128,    2001:db8::1,    true",
        "2001:db8::1/128,    2001:db8::,     false",
        "10.0.0.0/8,         ::ffff:10.1.2.3, true",
        "10.0.0.0/8,         ::ffff:a01:203, true",
        "::ffff:10.0.0.0/104, 10.1.2.3,      true",
        "::ffff:10.0.0.0/104, 11.1.2.3,      false",
        "10.0.0.0/8,         ::10.1.2.3,     false"})
    void knowsWhatLiesInARange(String range, String ip, boolean expected) {
        assertEquals(expected, CidrList.of(singletonList(range)).contains(ip));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1",
        "100.127.255.255", "::1", "fc00::1", "fdff::1", "fe80::1", "::ffff:192.168.1.1", "0:0:0:0:0:0:0:1"})
    void privateAddressesAreInPrivate(String ip) {
        assertTrue(CidrList.of(singletonList("private")).contains(ip));
    }

    @ParameterizedTest
    @ValueSource(strings = {"126.255.255.255", "128.0.0.0", "9.255.255.255", "11.0.0.0", "172.15.255.255", "172.32.0.0",
        "192.167.255.255", "192.169.0.0", "100.63.255.255", "100.128.0.0", "169.254.1.1", "8.8.8.8", "::", "::2",
        "fbff::1", "fe00::1", "fec0::1", "2001:db8::1", "::ffff:8.8.8.8"})
    void otherAddressesAreNot(String ip) {
        assertFalse(CidrList.of(singletonList("private")).contains(ip));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "localhost", "example.com", "1", "1.2.3", "1.2.3.4.5", "1.2.3.", ".1.2.3", "1..2.3",
        "256.1.1.1", "1.2.3.-4", "01.2.3.4", "1.2.3.00", "0x7f.0.0.1", "127.1", "2130706433", "1.2.3.4%eth0",
        "[1.2.3.4]", " 1.2.3.4", "1.2.3.4:80", "１.2.3.4", ":", ":::", "::1::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "1::2:3:4:5:6:7:8", "12345::", "g::", "::1.2.3", "::1.2.3.4:5",
        "1.2.3.4::", "1:2:3:4:5:6:7:1.2.3.4", "::1.2.3.256", ":1:2:3:4:5:6:7", "1:2:3:4:5:6:7:", "[::1", "::1]",
        "[::1]:80", "%", "%eth0", "[]", "[", "fe80::1 %eth0", "+1::", "::-1"})
    void whatIsNoLiteralIsInNoRange(String text) {
        assertNull(CidrList.address(text));
        assertFalse(CidrList.of(asList("0.0.0.0/0", "::/0")).contains(text));
    }

    @Test
    void anAbsentAddressIsInNoRange() {
        assertFalse(CidrList.of(singletonList("::/0")).contains(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8", "10.0.0.0/+8", "::/129",
        "10.0.0.0/255.0.0.0", "10.0.0.*", "nginx", "10.0.0.0/1000"})
    void whatIsNoRangeIsRefused(String text) {
        assertFalse(CidrList.isRange(text));
        assertThrows(IllegalArgumentException.class, () -> CidrList.of(singletonList(text)));
    }

    /** The JDK reads the literal; what the range holds is worked out with big integers. */
    @Test
    void agreesWithTheJdkOnRandomLiterals() throws UnknownHostException {
        Random random = new Random(SEED);
        int inside = 0;
        for (int i = 0; i < 10_000; i++) {
            boolean ipv6 = random.nextBoolean();
            byte[] network = bytes(random, ipv6);
            int bits = random.nextInt(network.length * 8 + 1);
            byte[] address = random.nextInt(4) == 0 ? bytes(random, ipv6) : near(network, bits, random);
            String range = literal(network, random) + "/" + bits;
            String ip = literal(address, random);
            boolean expected = new BigInteger(1, InetAddress.getByName(literal(network, random)).getAddress())
                    .xor(new BigInteger(1, InetAddress.getByName(ip).getAddress())).bitLength() <= network.length * 8 - bits;
            assertEquals(expected, CidrList.of(singletonList(range)).contains(ip),
                    () -> "seed " + SEED + ": " + ip + " in " + range);
            inside += expected ? 1 : 0;
        }
        assertTrue(inside > 2_500 && inside < 9_500, "seed " + SEED + ": inside " + inside);
    }

    /** Text near to a literal: we accept no more than the JDK does, and then read the same bits. */
    @Test
    void readsNothingThatTheJdkWouldNot() throws UnknownHostException {
        Random random = new Random(SEED);
        int accepted = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(literal(bytes(random, true), random));
            for (int edits = random.nextInt(3); edits >= 0; edits--) {
                int at = random.nextInt(text.length());
                text.replace(at, at + random.nextInt(2), "" + "0:af.1".charAt(random.nextInt(6)));
            }
            String mutant = text.toString();
            long[] ours = CidrList.address(mutant);
            if (ours != null && mutant.indexOf(':') >= 0) {
                accepted++;
                byte[] jdk = InetAddress.getByName(mutant).getAddress();
                byte[] bytes = jdk.length == 16 ? jdk : mapped(jdk);
                assertEquals(new BigInteger(1, bytes), unsigned(ours[0]).shiftLeft(64).or(unsigned(ours[1])),
                        () -> "seed " + SEED + ": " + mutant);
            }
        }
        assertTrue(accepted > 1_000, "seed " + SEED + ": accepted " + accepted);
    }

    @Test
    void readsTheShortestAndTheLongestForm() {
        for (String text : asList("::", "1::", "::8", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8",
                "1:2:3:4:5:6:255.255.255.255", "::255.255.255.255", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")) {
            assertNotNull(CidrList.address(text), text);
        }
    }

    private static byte[] bytes(Random random, boolean ipv6) {
        byte[] bytes = new byte[ipv6 ? 16 : 4];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : 0);
        }
        return bytes;
    }

    /** The same first bits, and one of the others or of those turned over. */
    private static byte[] near(byte[] network, int bits, Random random) {
        byte[] near = network.clone();
        int bit = random.nextInt(4) == 0 ? random.nextInt(near.length * 8) : Math.min(bits, near.length * 8 - 1);
        near[bit / 8] ^= (byte) (0x80 >> bit % 8);
        return near;
    }

    /** A textual form at random: full groups, leading zeros, upper case, "::" for one run of zeros, a dotted tail. */
    private static String literal(byte[] bytes, Random random) {
        if (bytes.length == 4) {
            return (bytes[0] & 255) + "." + (bytes[1] & 255) + "." + (bytes[2] & 255) + "." + (bytes[3] & 255);
        }
        StringBuilder text = new StringBuilder();
        boolean dotted = random.nextInt(4) == 0;
        for (int i = 0; i < (dotted ? 6 : 8); i++) {
            int group = (bytes[2 * i] & 255) << 8 | bytes[2 * i + 1] & 255;
            text.append(i == 0 ? "" : ":").append(String.format(random.nextBoolean() ? "%x" : "%04X", group));
        }
        if (dotted) {
            text.append(':').append(literal(new byte[] {bytes[12], bytes[13], bytes[14], bytes[15]}, random));
        }
        return random.nextBoolean() ? text.toString() : text.toString().replaceFirst("(^|:)(0+:)+0+($|:(?!.*\\.))", "::");
    }

    private static byte[] mapped(byte[] ipv4) {
        return new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, ipv4[0], ipv4[1], ipv4[2], ipv4[3]};
    }

    private static BigInteger unsigned(long half) {
        return new BigInteger(Long.toUnsignedString(half));
    }
}
