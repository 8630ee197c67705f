/**
 * Which URL does the browser show?
 *
 * <p>Knows the JDK and the servlet request. Which proxies are trusted is handed in as a predicate.
 */
package io.github.wxconfig.url;
