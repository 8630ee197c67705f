<%@ page contentType="text/html; charset=UTF-8" session="false" %><!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · 山岚茶社</title>
<%-- What the page is, for whoever asks: WeChat's cards are made of it. --%>
<% if (request.getAttribute("picture") != null) { %>
<meta property="og:title" content="${title}">
<meta property="og:description" content="${text}">
<meta property="og:image" content="${picture}">
<% } %>
<link rel="icon" href="img/leaf.svg">
<link rel="stylesheet" href="css/shop.css">
</head>
<body>
<%@ include file="/WEB-INF/jspf/demo.jspf" %>
<script src="js/shop.js"></script>
