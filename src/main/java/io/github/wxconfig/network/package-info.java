/** What bounds and protects a call over the network. Knows the JDK alone. */
package io.github.wxconfig.network;
