/**
 * How long may a call take, and whom does it trust?
 *
 * <p>In comes a socket or the work of an exchange; it is limited in time, in bytes and in the certificates that it accepts.
 * May use the JDK alone.
 */
package io.github.wxconfig.network;
