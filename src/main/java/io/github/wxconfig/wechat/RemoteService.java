package io.github.wxconfig.wechat;

import io.github.wxconfig.wechat.WeChatException.Kind;
import java.time.Duration;

/** Who is called, in words for the operator; makes the exceptions, so that all of them read alike. */
final class RemoteService {

    final String endpoint;
    final String option;
    final String entry;
    private final String name;

    /**
     * @param name as a sentence begins with it, such as {@code WeChat}
     * @param endpoint the path without anything secret
     * @param option the option that holds the address
     * @param entry the option to check when the server does not let us in
     */
    RemoteService(String name, String endpoint, String option, String entry) {
        this.name = name;
        this.endpoint = endpoint;
        this.option = option;
        this.entry = entry;
    }

    /** A call that failed without an errcode, and may succeed the next time. */
    WeChatException unanswered(String what) {
        return failure(Kind.TRANSIENT, WeChatException.NO_ERRCODE, Duration.ZERO, what);
    }

    /** @param what goes on after the name: {@code refused [/cgi-bin/token]: …} */
    WeChatException failure(Kind kind, int errcode, Duration coolDown, String what) {
        return new WeChatException(kind, errcode, coolDown, name + " " + what);
    }
}
