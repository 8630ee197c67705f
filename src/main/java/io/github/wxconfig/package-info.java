/**
 * What a user names: the filter, the Java facade, and the interface of a credential store. Everything in the packages
 * below may change without notice.
 */
package io.github.wxconfig;
