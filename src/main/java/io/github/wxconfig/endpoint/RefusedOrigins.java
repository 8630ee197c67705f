package io.github.wxconfig.endpoint;

import io.github.wxconfig.text.FilterLog;
import io.github.wxconfig.url.PageUrl;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Logs each origin whose requests for signatures are refused again and again, once.
 *
 * <p>The client names the origin, so strangers can make up any number. They do not fill memory: few origins are
 * counted at a time, and of these the rare ones make room for others. They do not fill the log: there are a few lines at
 * first, and one an hour later on. They do not use up what is there for the operator's own pages: requests that a browser
 * has sent for a page of the same origin have lines of their own, and those that it has sent for other pages have none.
 *
 * <p>Safe for any number of threads.
 */
final class RefusedOrigins {

    /** A page asks ten times before it gives up. */
    private static final int OFTEN_FROM_A_PAGE = 3;
    private static final int OFTEN_FROM_ANYBODY = 20;
    private static final int LINES_FOR_PAGES = 5;
    private static final int LINES_FOR_ANYBODY = 1;
    /** As long as a host can be, with scheme and port. */
    private static final int MAX_LENGTH = 270;

    private final FilterLog log;
    private final Tally vouched;
    private final Tally others;

    /** @param logPrefix what each line in the log begins with */
    RefusedOrigins(Clock clock, String logPrefix) {
        log = new FilterLog(RefusedOrigins.class, logPrefix);
        vouched = new Tally(OFTEN_FROM_A_PAGE, LINES_FOR_PAGES, clock);
        others = new Tally(OFTEN_FROM_ANYBODY, LINES_FOR_ANYBODY, clock);
    }

    /**
     * A signature for {@code url} has been refused.
     *
     * @param why with the remedy, for the log
     */
    void refused(PageUrl url, HttpServletRequest request, String why) {
        boolean sameOrigin = AskingPage.isSameOrigin(request);
        if (!sameOrigin && request.getHeader("Sec-Fetch-Site") != null) {
            return; // a page of somebody else
        }
        String origin = url.origin();
        if (origin.length() <= MAX_LENGTH && (sameOrigin ? vouched : others).isToBeNamed(origin)) {
            log.warning("Pages at [" + origin + "] request a signature again and again and are refused: " + why
                    + ". Logged once for each origin");
        }
    }

    /** Which of many names come up often, in little memory. */
    private static final class Tally {

        private static final int MAX_COUNTED = 32;
        private static final int MAX_NAMED = 100;
        private static final long MILLIS_PER_LINE = Duration.ofHours(1).toMillis();

        private final int often;
        private final int maxLines;
        private final Clock clock;
        private final Map<String, Integer> counts = new HashMap<>();
        private final Set<String> named = Collections.newSetFromMap(new LinkedHashMap<String, Boolean>() {

            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > MAX_NAMED;
            }
        });
        private int lines;
        private long countedAt;

        /**
         * @param often    how many times are "again and again"
         * @param maxLines how many lines there are at first, and at most after a time without any
         */
        Tally(int often, int maxLines, Clock clock) {
            this.often = often;
            this.maxLines = maxLines;
            this.lines = maxLines;
            this.clock = clock;
            this.countedAt = clock.millis();
        }

        synchronized boolean isToBeNamed(String origin) {
            if (named.contains(origin) || count(origin) < often || !takeLine()) {
                return false;
            }
            counts.remove(origin);
            return named.add(origin);
        }

        /** The algorithm of Misra and Gries: whatever comes up more than every {@link #MAX_COUNTED}th time stays. */
        private int count(String origin) {
            if (counts.size() < MAX_COUNTED || counts.containsKey(origin)) {
                return counts.merge(origin, 1, Integer::sum);
            }
            for (Iterator<Map.Entry<String, Integer>> i = counts.entrySet().iterator(); i.hasNext();) {
                Map.Entry<String, Integer> entry = i.next();
                if (entry.getValue() == 1) {
                    i.remove();
                } else {
                    entry.setValue(entry.getValue() - 1);
                }
            }
            return 0;
        }

        private boolean takeLine() {
            long hours = (clock.millis() - countedAt) / MILLIS_PER_LINE;
            if (hours > 0) {
                lines = (int) Math.min(maxLines, lines + hours);
                countedAt += hours * MILLIS_PER_LINE;
            }
            if (lines == 0) {
                return false;
            }
            lines--;
            return true;
        }
    }
}
