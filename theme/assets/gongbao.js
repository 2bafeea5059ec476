/* Copy buttons. A classic script: it must work in pages opened from a folder. */
(function () {
  'use strict';

  // ---- Copy buttons -------------------------------------------------------------------------------------------------

  function copyText(text) {
    if (navigator.clipboard && navigator.clipboard.writeText) {
      return navigator.clipboard.writeText(text).catch(function () { return copyByCommand(text); });
    }
    return copyByCommand(text);
  }

  function copyByCommand(text) {
    const area = document.createElement('textarea');
    const focused = document.activeElement;
    area.value = text;
    area.setAttribute('readonly', '');
    area.style.cssText = 'position:fixed;top:0;left:0;opacity:0';
    document.body.appendChild(area);
    area.select();
    let done = false;
    try { done = document.execCommand('copy'); } catch (error) { done = false; }
    area.remove();
    if (focused && focused.focus) focused.focus();
    return done ? Promise.resolve() : Promise.reject(new Error('copy'));
  }

  function say(button, words) {
    const place = button.parentElement.querySelector('.gb-copied');
    if (!place) return;
    place.textContent = words;
    clearTimeout(place.gongbaoTimer);
    place.gongbaoTimer = setTimeout(function () { place.textContent = ''; }, 4000);
  }

  document.addEventListener('click', function (event) {
    const button = event.target.closest ? event.target.closest('.gb-copy[data-copy]') : null;
    if (!button) return;
    copyText(button.getAttribute('data-copy')).then(
      function () { say(button, '已复制'); },
      function () { say(button, '未能复制，请手工选取'); });
  });
}());
