/** A WeChat for tests; a jar of its own, with its JSON library inside, and never inside the filter's. */
package io.github.wxconfig.simulator;
