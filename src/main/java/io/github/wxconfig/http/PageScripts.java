package io.github.wxconfig.http;

import jakarta.servlet.http.HttpServletRequest;

/** Makes the script of each page. Asked on entry, before anything forwards, because only then the request line is seen. */
interface PageScripts {

    PageScript forRequest(HttpServletRequest request);
}
