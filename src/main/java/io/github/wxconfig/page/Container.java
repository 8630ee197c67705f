package io.github.wxconfig.page;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Tells when a container commits a response by itself, which the standard leaves open and a page can see.
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

        /** It sends more than a quarter of the buffer at once, unless the application has set its size. */
        @Override
        int sizeAtOnce(int size) {
            return size / 4;
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

        /** It flushes after each servlet. */
        @Override
        boolean flushes(StackTraceElement[] calls) {
            return isLiberty(callerOf("flushBuffer", calls));
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
        return isResin(response) ? RESIN : OTHER;
    }

    /** Returns whether it is Tomcat's, or that of Payara, which was made of it. */
    static boolean isCatalina(HttpServletResponse response) {
        return response.getClass().getName().startsWith("org.apache.catalina.");
    }

    /** Returns whether Tomcat, or what is made of it, has put this around its response for the time of an include. */
    static boolean isWrapperForInclude(ServletResponse response) {
        return response.getClass().getName().startsWith("org.apache.catalina.core.Application");
    }

    /** Returns whether one of these calls is an include of Tomcat's. */
    static boolean includes(StackTraceElement[] calls) {
        for (StackTraceElement call : calls) {
            if (call.getMethodName().equals("include")
                    && call.getClassName().equals("org.apache.catalina.core.ApplicationDispatcher")) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns whether it is the container that wants the writer, to close the response at the end of a forward.
     *
     * @param calls that led to {@code getWriter()}, as of {@link #flushes}
     */
    static boolean endsForward(StackTraceElement[] calls) {
        String caller = callerOf("getWriter", calls);
        return caller.equals("org.apache.catalina.core.ApplicationDispatcher")
                || caller.equals("io.undertow.servlet.spec.RequestDispatcherImpl")
                || closesByWriter(calls);
    }

    /** Returns whether it would do so without a wrapper, too: then the charset that the writer names belongs to the answer. */
    static boolean closesByWriter(StackTraceElement[] calls) {
        return callerOf("getWriter", calls).equals("org.apache.catalina.core.ApplicationDispatcherForward"); // of Payara
    }

    /** Returns the class that has called this method, of the outermost wrapper. */
    private static String callerOf(String method, StackTraceElement[] calls) {
        boolean called = false;
        for (StackTraceElement call : calls) {
            boolean isCall = call.getMethodName().equals(method);
            if (called && !isCall) {
                return call.getClassName();
            }
            called |= isCall;
        }
        return "";
    }

    /** Returns whether Resin is about to close a wrapped response, which it does at the end of each forward. */
    static boolean finishesForward(StackTraceElement[] calls) {
        for (StackTraceElement call : calls) {
            if (call.getMethodName().equals("finishResponse")
                    && call.getClassName().equals("com.caucho.server.webapp.RequestDispatcherImpl")) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether it stands for the container's response while another resource is included, and is no wrapper. */
    static boolean isOfInclude(HttpServletResponse response) {
        return response.getClass().getName().equals("com.caucho.server.webapp.IncludeResponse");
    }

    /** Returns whether {@code setHeader(name, null)} takes a header away: in Tomcat since Servlet 6.1, and never in Resin. */
    static boolean takesHeadersBack(HttpServletResponse response, ServletContext context) {
        if (isCatalina(response)) {
            return context.getMajorVersion() > 6 || context.getMajorVersion() == 6 && context.getMinorVersion() > 0;
        }
        return !isResin(response);
    }

    static boolean isResin(HttpServletResponse response) {
        return response.getClass().getName().startsWith("com.caucho.");
    }

    private static boolean isLiberty(String className) {
        return className.startsWith("com.ibm.ws.") || className.startsWith("io.openliberty.");
    }

    /** By how many bytes, or chars, more than the size of the buffer a page may grow before the headers leave. */
    long overflow(boolean chars) {
        return 0;
    }

    /** Returns how many bytes a single write may have that stays in a buffer of this size. */
    int sizeAtOnce(int size) {
        return Integer.MAX_VALUE;
    }

    /** Returns the size of a buffer that the container names so. */
    int size(int named) {
        return named;
    }

    /**
     * Returns whether the container calls {@code flushBuffer()} by itself, at the end of a servlet.
     *
     * @param calls that led to {@code flushBuffer()}, the last first; wrappers of the application may be among them
     */
    boolean flushes(StackTraceElement[] calls) {
        return false;
    }

    /** Returns whether there is no block of chars between the writer and the buffer. */
    boolean encodesAtOnce() {
        return false;
    }
}
