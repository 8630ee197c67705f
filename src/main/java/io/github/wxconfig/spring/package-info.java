/** The jar's part for Spring Boot; nothing here is loaded in any other application. */
package io.github.wxconfig.spring;
