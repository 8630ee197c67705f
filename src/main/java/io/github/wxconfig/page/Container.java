package io.github.wxconfig.page;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * When the headers of a response leave by themselves: what the standard leaves open and a page can see.
 *
 * <p>Each answer was found out by pages that end after every number of bytes (PageEndsIT). An unknown container is taken
 * for one whose headers leave late, which does no harm.
 */
enum Container {

    /** Also in TomEE and Spring Boot. Converts chars in blocks; a block that does not fit makes the headers leave. */
    TOMCAT {
        @Override
        long overflow(boolean chars) {
            return chars ? BufferSize.BLOCK : 0;
        }
    },
    /** Also in WildFly. Sends a buffer of bytes as soon as it is full. */
    UNDERTOW {
        @Override
        long overflow(boolean chars) {
            return chars ? 0 : -1;
        }

        @Override
        boolean encodesAtOnce() {
            return true;
        }
    },
    JETTY {
        @Override
        boolean encodesAtOnce() {
            return true;
        }
    },
    /** Sends a buffer of bytes as soon as it is full. Counts chars, not what becomes of them. */
    LIBERTY {
        @Override
        long overflow(boolean chars) {
            return chars ? 0 : -1;
        }

        @Override
        boolean encodesAtOnce() {
            return true;
        }

        /** It names none between the call for the stream and the first byte. */
        @Override
        int size(int named) {
            return named > 0 ? named : 32768;
        }

        /** It does so after each servlet. */
        @Override
        boolean flushes(StackTraceElement[] calls) {
            for (StackTraceElement call : calls) {
                if (!call.getMethodName().equals("flushBuffer")) {
                    return isLiberty(call.getClassName());
                }
            }
            return false;
        }
    },
    /** Sends a buffer of bytes as soon as it is full. */
    RESIN {
        @Override
        long overflow(boolean chars) {
            return chars ? UNKNOWN : -1;
        }
    },
    OTHER {
        @Override
        long overflow(boolean chars) {
            return chars ? UNKNOWN : 0;
        }
    };

    private static final long UNKNOWN = Integer.MAX_VALUE;

    /** @param response of the container itself */
    static Container of(HttpServletResponse response, ServletRequest request) {
        String name = response.getClass().getName();
        if (isCatalina(response)) {
            return String.valueOf(request.getServletContext().getServerInfo()).startsWith("Apache Tomcat") ? TOMCAT : OTHER;
        }
        if (name.startsWith("io.undertow.")) {
            return UNDERTOW;
        }
        if (name.startsWith("org.eclipse.jetty.")) {
            return JETTY;
        }
        if (isLiberty(name)) {
            return LIBERTY;
        }
        return name.startsWith("com.caucho.") ? RESIN : OTHER;
    }

    /** Returns whether it is Tomcat's, or that of Payara, which was made of it. */
    static boolean isCatalina(HttpServletResponse response) {
        return response.getClass().getName().startsWith("org.apache.catalina.");
    }

    private static boolean isLiberty(String className) {
        return className.startsWith("com.ibm.ws.") || className.startsWith("io.openliberty.");
    }

    /** By how many bytes, or chars, more than the size of the buffer a page may grow before the headers leave. */
    long overflow(boolean chars) {
        return 0;
    }

    /** The size of a buffer that the container names so. */
    int size(int named) {
        return named;
    }

    /**
     * Whether the container calls {@code flushBuffer()} by itself, at the end of a servlet.
     *
     * @param calls that led to {@code flushBuffer()}, the last first; wrappers of the application may be among them
     */
    boolean flushes(StackTraceElement[] calls) {
        return false;
    }

    /** Whether there is no block of chars between the writer and the buffer. */
    boolean encodesAtOnce() {
        return false;
    }
}
