/** A WeChat for tests, of the JDK alone; a jar of its own, never inside the filter's. */
package io.github.wxconfig.simulator;
