/** The options: one table of them, where their values come from, and what a wrong value means. */
package io.github.wxconfig.settings;
