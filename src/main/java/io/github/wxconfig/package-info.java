/**
 * What does a user name, and how is it put together?
 *
 * <p>Users name the filter, {@link io.github.wxconfig.WxConfig WxConfig} and
 * {@link io.github.wxconfig.WxSignature WxSignature}, and {@link io.github.wxconfig.CredentialStore CredentialStore} with its
 * {@link io.github.wxconfig.Credential Credential}; every package may use these. The rest of this package starts the filter and
 * assembles its parts from the settings. It may use all packages but {@code spring}. The packages below may change without
 * notice.
 */
package io.github.wxconfig;
