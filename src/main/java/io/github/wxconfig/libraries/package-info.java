/** Where the bundled libraries come from. Knows nothing else of the filter. */
package io.github.wxconfig.libraries;
