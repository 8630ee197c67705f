/*
 * The SDK from WeChat's second host, where the first has not got it.
 *
 * page.second(first) puts a second tag behind the first one, and tells it in page.tag.
 */
(function (page) {
    page.second = function (first) {
        var src = first.src.replace('//res.', '//res2.'), csp = first.nonce || first.getAttribute('nonce') || '', it;
        // What is written comes before the page's own scripts. In XHTML nothing can be written.
        try {
            if (!first.async && document.readyState == 'loading') {
                document.write('<script' + (csp && ' nonce="' + csp + '"') + ' src="' + src + '"><\/script>');
            }
        } catch (e) {
            try {
                it = document.createElement('script');
                it.setAttribute('nonce', csp);
                it.src = src;
                first.parentNode.insertBefore(it, first.nextSibling);
            } catch (forbidden) {}     // by trusted types, as above
        }
        page.tag = first.nextSibling;
    };
})(document.currentScript.page);
