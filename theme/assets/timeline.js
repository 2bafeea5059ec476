/* Filters of the timeline: by kind and organ. The state is the address (?kind=event,personnel&organ=kejiju). A classic script. */
(function () {
  'use strict';
  var form = document.querySelector('.gb-timeline-filter');
  if (!form) return;

  var boxes = list(form.querySelectorAll('[name=kind]'));
  var organ = form.elements.organ;
  var status = form.querySelector('[role=status]');
  var months = list(document.querySelectorAll('.gb-timeline-month'));

  function list(nodes) { return Array.prototype.slice.call(nodes); }

  function names(element, wanted) {
    return !wanted || (' ' + (element.getAttribute('data-organs') || '') + ' ').indexOf(' ' + wanted + ' ') >= 0;
  }

  /* Shows of a document's appointments those of the organ; all of them, folded, where none is chosen. */
  function showDetails(item, wanted) {
    var details = item.querySelector('details');
    if (!details) return false;
    var found = 0;
    list(details.querySelectorAll('li')).forEach(function (line) {
      line.hidden = !names(line, wanted);
      if (!line.hidden) found += 1;
    });
    details.open = Boolean(wanted) && found > 0;
    details.hidden = found === 0;
    return Boolean(wanted) && found > 0;
  }

  function apply() {
    var kinds = boxes.filter(function (box) { return box.checked; }).map(function (box) { return box.value; });
    var wanted = organ.value, shown = 0;
    months.forEach(function (month) {
      var inMonth = 0;
      list(month.querySelector('.gb-timeline').children).forEach(function (day) {
        var inDay = 0;
        list(day.querySelector('ul').children).forEach(function (item) {
          var inside = showDetails(item, wanted);
          item.hidden = kinds.indexOf(item.getAttribute('data-kind')) < 0 || !(names(item, wanted) || inside);
          if (!item.hidden) inDay += 1;
        });
        day.hidden = inDay === 0;
        inMonth += inDay;
      });
      month.hidden = inMonth === 0;
      month.querySelector('.gb-count').textContent = inMonth;
      shown += inMonth;
      mark(month.id, inMonth);
    });
    var axis = document.querySelector('.gb-axis');
    axis.classList.toggle('gb-by-organ', Boolean(wanted));    // the bars tell of all organs
    list(axis.querySelectorAll('.gb-axis-bar i')).forEach(function (part) {
      part.hidden = kinds.indexOf(part.className.replace('gb-kind-', '')) < 0;
    });
    status.textContent = shown === Number(status.getAttribute('data-total')) ? '共' + shown + '条' : '显示' + shown + '条，共' + status.getAttribute('data-total') + '条';
    return { kinds: kinds, organ: wanted };
  }

  function mark(id, count) {
    var link = document.querySelector('.gb-axis a[href$="#' + id + '"]');
    if (!link) return;
    link.querySelector('.gb-no').textContent = count + '条';
    link.classList.toggle('gb-empty', count === 0);
  }

  function remember(state) {
    var words = [];
    if (state.kinds.length < boxes.length) words.push('kind=' + state.kinds.join(','));
    if (state.organ) words.push('organ=' + encodeURIComponent(state.organ));
    var query = words.length ? '?' + words.join('&') : '';
    try { history.replaceState(null, '', location.pathname + query + location.hash); } catch (error) { /* some browsers refuse this for files */ }
    list(document.querySelectorAll('[data-keeps-filter]')).forEach(function (link) {
      link.href = link.getAttribute('href').split('?')[0] + query;
    });
  }

  function restore() {
    var asked = new URLSearchParams(location.search);
    if (asked.has('kind')) {
      var kinds = asked.get('kind').split(',');
      boxes.forEach(function (box) { box.checked = kinds.indexOf(box.value) >= 0; });
    }
    organ.value = asked.get('organ') || '';
    if (organ.selectedIndex < 0) organ.value = '';
  }

  form.addEventListener('change', function () { remember(apply()); });
  form.addEventListener('submit', function (event) { event.preventDefault(); });
  form.addEventListener('reset', function () { window.setTimeout(function () { remember(apply()); }, 0); });
  form.hidden = false;
  restore();
  remember(apply());
  // Hidden lines above the passage an address leads to have moved it.
  if (location.hash && location.search) {
    var target = document.getElementById(location.hash.slice(1));
    if (target) target.scrollIntoView();
  }
})();
