package io.github.wxconfig;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** Sends as a hostile server does: byte by byte, each soon enough for a read's time-out, and all of them never soon enough. */
public final class Drip {

    private Drip() {
    }

    /**
     * Sends all at once, or waits before each further byte for the other side to give up.
     *
     * @param gapMillis how long it waits for that; 0 sends all at once
     * @throws IOException if the other side has given up
     */
    public static void send(byte[] bytes, int gapMillis, Socket socket) throws IOException {
        if (gapMillis == 0) {
            socket.getOutputStream().write(bytes);
            return;
        }
        int limit = socket.getSoTimeout();
        socket.setSoTimeout(gapMillis);
        for (byte b : bytes) {
            socket.getOutputStream().write(b);
            try {
                if (socket.getInputStream().read() < 0) {
                    throw new EOFException();
                }
            } catch (SocketTimeoutException stillThere) {
                // the next byte
            }
        }
        socket.setSoTimeout(limit);
    }
}
