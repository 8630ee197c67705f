package io.github.wxconfig.script;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Makes the script of each page. Asked on entry, before anything forwards, because only then the request line is seen. */
public interface ScriptProvider {

    /** The script, or {@code null} if the page's host is not one whose pages are signed. */
    @Nullable PageScript forRequest(HttpServletRequest request);
}
