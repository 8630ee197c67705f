/**
 * What does a wrapper of the servlet API lie over?
 *
 * <p>Knows the servlet API alone.
 */
package io.github.wxconfig.servlet;
