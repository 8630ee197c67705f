/** WeChat's HTTP API, its error codes and the signature. Knows no servlets. */
package io.github.wxconfig.wechat;
