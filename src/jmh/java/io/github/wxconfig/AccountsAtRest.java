package io.github.wxconfig;

import io.github.wxconfig.settings.Settings;
import io.github.wxconfig.settings.SettingsSource;
import io.github.wxconfig.store.MemoryStore;
import io.github.wxconfig.store.StoreFactory;
import io.github.wxconfig.ticket.Keepers;
import java.time.Clock;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * Prints what an account costs at rest, in bytes of the heap: {@code mvn -Pjmh test-compile
 * -Djmh.main=io.github.wxconfig.AccountsAtRest -Djmh.args=1000}.
 */
public final class AccountsAtRest {

    private static Object held;

    private AccountsAtRest() {
    }

    /** @param arguments how many accounts there are */
    public static void main(String[] arguments) throws InterruptedException {
        int number = arguments.length == 0 ? 1000 : Integer.parseInt(arguments[0]);
        accounts(1); // loads the classes
        long before = used();
        SiteAccounts all = accounts(number);
        long after = used();
        System.out.println(all.all().size() + " accounts: " + (after - before) / number
                + " bytes each, without a visitor; threads: 0");
        all.all().forEach(account -> account.identities().get(0).script());
        System.out.println("with a script each: " + (used() - before) / number + " bytes each");
    }

    private static SiteAccounts accounts(int number) {
        Map<String, String> options = new HashMap<>();
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < number; i++) {
            names.append(names.length() == 0 ? "" : ",").append("tenant").append(i);
            options.put("wxconfig.tenant" + i + ".appid", String.format("wx%016x", i));
            options.put("wxconfig.tenant" + i + ".secret", String.format("%032x", i));
            options.put("wxconfig.tenant" + i + ".hosts", "tenant" + i + ".example.com");
        }
        options.put("wxconfig.accounts", names.toString());
        Settings settings = Settings.read(Collections.singletonList(SettingsSource.of("benchmark", options)));
        Keepers keepers = new Keepers(new StoreFactory("memory", () -> new MemoryStore(Clock.systemUTC())), "", () -> { });
        SiteAccounts accounts = new SiteAccounts(settings, keepers, "", "");
        held = accounts;
        return accounts;
    }

    private static long used() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(100);
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
