/**
 * Does this response get the script, and do its headers agree with the body that leaves?
 *
 * <p>{@code PageHandler} takes a request in. If {@code PageRequestMatcher} says that it may be answered with a page, the
 * application gets a {@code PageRequest} and a {@code PageResponse}. From there calls go one way:
 *
 * <pre>
 *   PageResponse          what the servlet API calls; decides nothing
 *     PageOutputStream, PageWriter     each write is searched, and takes the script with it
 *       PageBody          awaits the first byte, searches, injects or passes
 *         PageHeaders     every question about headers
 *           HeldHeaders, CacheHeaders, BufferSize
 * </pre>
 *
 * <p>The life of a body, and what the headers are about meanwhile:
 *
 * <pre>
 *   body      AWAITED ──first byte──▶ SEARCHED ──insertion point──▶ INJECTED
 *                │                       │
 *                │ a header forbids it   │ no insertion point, a policy, a failure
 *                └───────────────────────┴──────────────────────▶ PASSED
 *
 *   headers   HELD ──────────────────────┬──inject()──▶ INJECTED   length corrected, caches narrowed
 *             kept from the container    └──pass()────▶ RELEASED   handed on as they were set
 * </pre>
 *
 * <p>{@code reset()}, {@code resetBuffer()}, a forward and an error page lead back to the beginning. {@code sendError} and
 * {@code sendRedirect} get the headers as the application set them, in every state.
 *
 * <p>Knows {@code html}, {@code script}, {@code servlet}, {@code text} and {@code url}; not where signatures come from.
 */
package io.github.wxconfig.page;
