package io.github.wxconfig.simulator;

import java.io.UnsupportedEncodingException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Map;

/** The URLs that get signed by mistake in place of the page's own, each with the name of the mistake. */
final class PageUrls {

    private PageUrls() {
    }

    static String withoutFragment(String url) {
        int hash = url.indexOf('#');
        return hash < 0 ? url : url.substring(0, hash);
    }

    static Map<String, String> mistaken(String pageUrl) {
        String url = withoutFragment(pageUrl);
        Map<String, String> mistakes = new LinkedHashMap<>();
        mistakes.put("the fragment was signed too", pageUrl);
        mistakes.put("the scheme differs", url.startsWith("https:") ? "http" + url.substring(5)
                : "https" + url.substring(4));
        mistakes.put("the port is missing", url.replaceFirst("^(https?://[^/?]*?):\\d+", "$1"));
        mistakes.put("scheme and port differ", url.replaceFirst("^http(s?)://([^/?]*?):\\d+",
                url.startsWith("https:") ? "http://$2" : "https://$2"));
        mistakes.put("the query is missing", url.replaceFirst("\\?.*", ""));
        mistakes.put("what the sharing client added to the query is missing", withoutSharing(url));
        mistakes.put("the default port was signed too",
                url.replaceFirst("^(https?://[^/?:]+)", url.startsWith("https:") ? "$1:443" : "$1:80"));
        mistakes.put("the slash at the end of the path is missing", url.replaceFirst("/(\\?|$)", "$1"));
        mistakes.put("a slash was added to the path", url.replaceFirst("(\\?|$)", "/$1"));
        mistakes.put("the URL was escaped for HTML", url.replace("&", "&amp;"));
        mistakes.put("the URL was decoded", decoded(url));
        mistakes.put("the URL was encoded once more", encoded(url));
        mistakes.values().removeIf(url::equals);
        return mistakes;
    }

    private static String withoutSharing(String url) {
        int question = url.indexOf('?');
        if (question < 0) {
            return url;
        }
        StringBuilder kept = new StringBuilder();
        for (String parameter : url.substring(question + 1).split("&")) {
            if (!parameter.matches("(from|isappinstalled|code|state)=.*")) {
                kept.append(kept.length() == 0 ? '?' : '&').append(parameter);
            }
        }
        return url.substring(0, question) + kept;
    }

    private static String decoded(String url) {
        try {
            return URLDecoder.decode(url.replace("+", "%2B"), "UTF-8");
        } catch (IllegalArgumentException | UnsupportedEncodingException e) {
            return url;
        }
    }

    private static String encoded(String url) {
        try {
            return URLEncoder.encode(url, "UTF-8").replace("+", "%20");
        } catch (UnsupportedEncodingException e) {
            return url;
        }
    }
}
