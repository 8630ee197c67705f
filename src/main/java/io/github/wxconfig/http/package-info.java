/** The servlet side: which requests, which URL, the wrappers, the script and the signing endpoint. */
package io.github.wxconfig.http;
