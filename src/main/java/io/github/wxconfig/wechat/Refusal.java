package io.github.wxconfig.wechat;

import io.github.wxconfig.wechat.WeChatException.Kind;
import java.time.Duration;

/** Says what an errcode means in the calls of one service, and what to do about it. Immutable. */
interface Refusal {

    Kind kind();

    /** How long to make no further call; zero where the ordinary back-off decides. */
    Duration coolDown();

    /** What is wrong: a clause without a full stop. */
    String meaning();

    /** What the operator can do: a sentence. */
    String advice();

    /** Whether the errmsg contains the IP address that the service saw, which a server behind a NAT cannot find out otherwise. */
    boolean aboutIp();
}
