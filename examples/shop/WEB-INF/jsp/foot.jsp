<%@ page contentType="text/html; charset=UTF-8" session="false" %>
<footer>
  <p>山岚茶社 · 一家不存在的小店<br><small>Mountain Mist Tea, a shop that exists for this example only</small></p>
</footer>
<nav class="tabs">
  <a href="index.jsp" class="${tab == 'home' ? 'on' : ''}"><b>⌂</b>首页<small>Home</small></a>
  <a href="products.jsp" class="${tab == 'teas' ? 'on' : ''}"><b>❧</b>茶单<small>Teas</small></a>
  <a href="story-gbk.html"><b>☰</b>故事<small>Story</small></a>
  <a href="cart.jsp" class="${tab == 'cart' ? 'on' : ''}"><b>▢</b>茶篮<small>Basket</small></a>
</nav>
</body>
</html>
