/* Sorting and filtering on the page of a table. A classic script: it also runs from a folder. */
(function () {
  'use strict';
  var region = document.getElementById('table');
  var table = region && region.querySelector('table.gb-data');
  if (!table || !table.tHead) return;

  var original = null;          // the rows as printed, kept until the reader changes their order
  var order = { column: -1, down: false };

  function plain(text) {
    return text.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
  }

  /* The rows with every merged cell repeated, so that they can stand in any order. */
  function matrix(rows) {
    var open = [];
    return rows.map(function (row) {
      var cells = [], place = 0;
      function takeOpen() {
        while (open[place] && open[place].left > 0) {
          cells.push(open[place].cell);
          open[place].left -= 1;
          place += 1;
        }
      }
      list(row.cells).forEach(function (cell) {
        takeOpen();
        for (var i = 0; i < cell.colSpan; i += 1) {
          cells.push(cell);
          open[place] = { cell: cell, left: cell.rowSpan - 1 };
          place += 1;
        }
      });
      takeOpen();
      return { row: row, cells: cells };
    });
  }

  function bodyRows() {
    return Array.prototype.concat.apply([], list(table.tBodies).map(function (body) { return list(body.rows); }));
  }

  function list(nodes) { return Array.prototype.slice.call(nodes); }

  /* Rewrites the body once so that no cell spans rows; the printed look comes back with “恢复印本排列”. What the print has keeps its nodes: words marked in them stay marked. */
  function unmerge() {
    if (original) return;
    original = list(table.tBodies).map(function (body) {
      return { body: body, nodes: list(body.childNodes), rows: matrix(list(body.rows)).map(function (entry) {
        return { row: entry.row, nodes: list(entry.row.childNodes), merged: list(entry.row.cells).filter(function (cell) { return cell.rowSpan > 1; }).map(function (cell) {
          return { cell: cell, span: cell.rowSpan };
        }), fresh: entry.cells.filter(function (cell, place) {
          return entry.cells.indexOf(cell) === place;
        }).map(function (cell) {
          return cell.parentNode === entry.row ? cell : inherited(cell);
        }) };
      }) };
    });
    original.forEach(function (part) {
      part.rows.forEach(function (entry) {
        entry.merged.forEach(function (one) { one.cell.rowSpan = 1; });
        fill(entry.row, entry.fresh);
      });
    });
  }

  function fill(parent, nodes) {
    while (parent.firstChild) parent.removeChild(parent.firstChild);
    nodes.forEach(function (node) { parent.appendChild(node); });
  }

  function inherited(cell) {
    var copy = cell.cloneNode(true);
    copy.removeAttribute('rowspan');
    copy.removeAttribute('id');
    copy.classList.add('gb-inherited');
    list(copy.querySelectorAll('mark')).forEach(function (mark) { mark.replaceWith.apply(mark, list(mark.childNodes)); });
    return copy;
  }

  function restore() {
    (original || []).forEach(function (part) {
      part.rows.forEach(function (entry) {
        fill(entry.row, entry.nodes);
        entry.merged.forEach(function (one) { one.cell.rowSpan = one.span; });
        entry.row.hidden = false;
      });
      fill(part.body, part.nodes);
    });
    original = null;
    order = { column: -1, down: false };
    filter.value = '';
    menus.forEach(function (menu) { menu.select.value = ''; });
    markOrder();
    say('');
  }

  /* The cell of a row in that column; rows have no cells from other rows any more. */
  function cellAt(row, column) {
    var end = 0;
    for (var i = 0; i < row.cells.length; i += 1) {
      end += row.cells[i].colSpan;
      if (column < end) return row.cells[i];
    }
    return null;
  }

  function textAt(row, column) {
    var cell = cellAt(row, column);
    return cell ? cell.textContent.trim() : '';
  }

  function isMovable(row) {
    return !row.classList.contains('gb-total') && !row.classList.contains('gb-repeated') && !row.classList.contains('gb-section') && !row.classList.contains('gb-caption');
  }

  function number(text) {
    var clean = text.normalize('NFKC').replace(/[,\s]/g, '').replace(/%$/, '').replace(/^−/, '-');
    return /^-?\d+(\.\d+)?$/.test(clean) ? parseFloat(clean) : null;
  }

  /* What stands for no figure: nothing, a dash, a stroke, dots. */
  function isBlank(text) {
    return !/[\p{L}\p{N}]/u.test(text);
  }

  /* The rows between two section or total rows: each stretch is sorted by itself, so that a subtotal stays with its rows. */
  function stretches() {
    var found = [[]];
    bodyRows().forEach(function (row) {
      if (isMovable(row)) found[found.length - 1].push(row);
      else if (!row.classList.contains('gb-repeated')) found.push([]);
    });
    return found.filter(function (rows) { return rows.length > 1; });
  }

  /* Figures by their size, other words as words; what says nothing comes last either way. */
  function sortRows(rows, column, numeric) {
    var keyed = rows.map(function (row, place) {
      var text = textAt(row, column);
      return { row: row, text: text.normalize('NFKC'), blank: isBlank(text), value: number(text), place: place };
    });
    keyed.sort(function (a, b) {
      if (a.blank || b.blank) return a.blank - b.blank || a.place - b.place;
      var result = numeric ? a.value - b.value : a.text.localeCompare(b.text, 'zh', { numeric: true });
      return (order.down ? -result : result) || a.place - b.place;
    });
    var body = rows[0].parentNode;
    var after = rows[rows.length - 1].nextSibling;
    keyed.forEach(function (entry) { body.insertBefore(entry.row, after); });
  }

  function sortBy(column) {
    unmerge();
    order = { column: column, down: order.column === column && !order.down };
    var found = stretches();
    var numeric = found.every(function (rows) {
      return rows.every(function (row) { return isBlank(textAt(row, column)) || number(textAt(row, column)) !== null; });
    });
    found.forEach(function (rows) { sortRows(rows, column, numeric); });
    bodyRows().forEach(function (row) { if (row.classList.contains('gb-repeated')) row.hidden = true; });
    markOrder();
    say('已按“' + heads[column].name + '”' + (numeric ? (order.down ? '从大到小' : '从小到大') : (order.down ? '的文字倒序' : '的文字顺序')) + '排列');
  }

  function applyFilter() {
    var words = filter.value.split(/\s+/).map(plain).filter(Boolean);
    var chosen = menus.filter(function (menu) { return menu.select.value !== ''; });
    var narrows = words.length > 0 || chosen.length > 0;
    if (narrows) unmerge();
    var shown = 0, all = 0;
    bodyRows().forEach(function (row) {
      if (!isMovable(row)) {
        row.hidden = narrows || (order.column >= 0 && row.classList.contains('gb-repeated'));
        return;
      }
      var text = list(row.cells).map(function (cell) { return plain(cell.textContent); }).join('\n');    // no word runs over the border of a cell
      var fits = words.every(function (word) { return text.indexOf(word) >= 0; }) && chosen.every(function (menu) {
        return textAt(row, menu.column) === menu.select.value;
      });
      row.hidden = !fits;
      all += 1;
      shown += fits ? 1 : 0;
    });
    say(narrows ? '显示 ' + shown + ' 行，共 ' + all + ' 行' : '');
  }

  /* The lowest header cell of each column gets a button. */
  var heads = [];
  matrix(list(table.tHead.rows)).forEach(function (entry) {
    entry.cells.forEach(function (cell, column) { heads[column] = { cell: cell, name: cell.textContent.trim() }; });
  });
  heads.forEach(function (head, column) {
    if (head.cell.colSpan > 1 || head.cell.querySelector('button')) return;
    var button = document.createElement('button');
    button.type = 'button';
    button.className = 'gb-sort';
    while (head.cell.firstChild) button.appendChild(head.cell.firstChild);
    head.cell.appendChild(button);
    button.addEventListener('click', function () { sortBy(column); });
  });

  function markOrder() {
    heads.forEach(function (head, column) {
      if (column === order.column) head.cell.setAttribute('aria-sort', order.down ? 'descending' : 'ascending');
      else head.cell.removeAttribute('aria-sort');
    });
  }

  var tools = document.createElement('div');
  tools.className = 'gb-table-filter';
  tools.innerHTML = '<label for="gb-filter">筛选</label><input id="gb-filter" type="search" autocomplete="off" placeholder="词用空格分开">' +
    '<button type="button" class="gb-restore">恢复印本排列</button><span role="status" aria-live="polite"></span>';
  region.parentNode.insertBefore(tools, region);
  var filter = tools.querySelector('input');
  var status = tools.querySelector('[role=status]');
  function say(text) { status.textContent = text; }
  /* A header cell marked data-choices gets a menu of the values in its column. */
  var menus = [];
  heads.forEach(function (head, column) {
    if (!head.cell.hasAttribute('data-choices')) return;
    var select = document.createElement('select'), seen = [];
    select.setAttribute('aria-label', head.name);
    select.add(new Option('全部' + head.name, ''));
    matrix(bodyRows()).forEach(function (entry) {
      var value = entry.cells[column] ? entry.cells[column].textContent.trim() : '';
      if (value && seen.indexOf(value) < 0) { seen.push(value); select.add(new Option(value, value)); }
    });
    select.addEventListener('change', applyFilter);
    tools.insertBefore(select, tools.querySelector('.gb-restore'));
    menus.push({ select: select, column: column });
  });
  filter.addEventListener('input', function (event) { if (!event.isComposing) applyFilter(); });     // letters of an input method are no words yet
  filter.addEventListener('compositionend', applyFilter);
  tools.querySelector('.gb-restore').addEventListener('click', restore);
})();
