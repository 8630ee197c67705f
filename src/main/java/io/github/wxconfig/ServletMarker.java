package io.github.wxconfig;

import jakarta.servlet.http.HttpServlet;

/**
 * Shows Payara 5 which servlet package this jar uses. It is never loaded.
 *
 * <p>Payara 5 takes an application that names no servlet of javax for one of Jakarta, if anything in it names a type of
 * jakarta, and renames everything; and {@link WrongJarInitializer} does name one. It looks for
 * {@code javax.servlet.http.HttpServlet} first, which in the javax jar is this one's superclass.
 */
abstract class ServletMarker extends HttpServlet {
}
