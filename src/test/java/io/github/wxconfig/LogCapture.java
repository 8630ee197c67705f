package io.github.wxconfig;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Collects what is logged below a name, at every level, and keeps it off the console. */
public final class LogCapture extends Handler implements AutoCloseable {

    public final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private final Logger logger;
    private final Level before;
    private final boolean parents;
    private final Handler[] handlers;

    public LogCapture(String name) {
        logger = Logger.getLogger(name);
        before = logger.getLevel();
        parents = logger.getUseParentHandlers();
        logger.setLevel(Level.ALL);
        logger.setUseParentHandlers(false);
        handlers = logger.getHandlers();
        for (Handler handler : handlers) {
            logger.removeHandler(handler);
        }
        logger.addHandler(this);
        setLevel(Level.ALL);
    }

    /** "LEVEL message" of each record from INFO up. */
    public List<String> lines() {
        return records.stream().filter(r -> r.getLevel().intValue() >= Level.INFO.intValue())
                .map(r -> r.getLevel() + " " + new SimpleFormatter().formatMessage(r)).toList();
    }

    @Override
    public void publish(LogRecord record) {
        records.add(record);
    }

    @Override
    public void flush() {
    }

    @Override
    public void close() {
        logger.removeHandler(this);
        for (Handler handler : handlers) {
            logger.addHandler(handler);
        }
        logger.setLevel(before);
        logger.setUseParentHandlers(parents);
    }
}
