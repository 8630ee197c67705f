package io.github.wxconfig.http;

import jakarta.servlet.http.HttpServletRequest;

/** Makes the script of each page. Asked on entry, before anything forwards, because only then the request line is seen. */
interface PageScripts {

    /** The script, or {@code null} if the page's host is not one whose pages are signed. */
    PageScript forRequest(HttpServletRequest request);
}
