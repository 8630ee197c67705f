/**
 * How do the bundled libraries stay apart from those of the application?
 *
 * <p>In comes the name of a class that uses a library, out comes an object of it behind an interface. May use the JDK alone.
 */
package io.github.wxconfig.libraries;
