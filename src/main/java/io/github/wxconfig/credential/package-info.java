/** Keeping a ticket fresh: when to fetch, how to fail, where to keep. */
package io.github.wxconfig.credential;
