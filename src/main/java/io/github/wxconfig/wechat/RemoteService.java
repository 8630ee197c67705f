package io.github.wxconfig.wechat;

import io.github.wxconfig.wechat.WeChatException.Kind;
import java.time.Duration;

/** Names the service that is called, for the operator, and creates the exceptions about it in a uniform wording. Immutable. */
final class RemoteService {

    final String endpoint;
    final String option;
    final String credentialOption;
    private final String name;

    /**
     * @param name the name at the beginning of a sentence, such as {@code WeChat}
     * @param endpoint the path, without anything secret
     * @param option the option that contains the address
     * @param credentialOption the option to check when the service rejects the authentication
     */
    RemoteService(String name, String endpoint, String option, String credentialOption) {
        this.name = name;
        this.endpoint = endpoint;
        this.option = option;
        this.credentialOption = credentialOption;
    }

    /** Returns the exception for a call that failed without an errcode and may succeed the next time. */
    WeChatException unanswered(String what) {
        return failure(Kind.TRANSIENT, WeChatException.NO_ERRCODE, Duration.ZERO, what);
    }

    /**
     * Returns the exception for a failed call.
     *
     * @param what completes the sentence after the name: {@code refused [/cgi-bin/token]: …}
     */
    WeChatException failure(Kind kind, int errcode, Duration coolDown, String what) {
        return new WeChatException(kind, errcode, coolDown, name + " " + what);
    }
}
