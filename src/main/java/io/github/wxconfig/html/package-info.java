/** Bytes in, a place out: finds where a script may be put into a page. Knows neither servlets nor WeChat. */
package io.github.wxconfig.html;
