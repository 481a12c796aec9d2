// The simple loop that people write: for each row a request, and its result in the sheet.
var KEY = 'KeapAK-bench';

function sendAll() {
  var sheet = SpreadsheetApp.getActiveSpreadsheet().getActiveSheet();
  var rows = sheet.getDataRange().getValues();
  for (var i = 1; i < rows.length; i++) {
    var response = UrlFetchApp.fetch('https://api.infusionsoft.com/crm/xmlrpc/v1', {
      method: 'post',
      contentType: 'text/xml',
      headers: { Authorization: 'Bearer ' + KEY },
      payload: updateCall(rows[i][0], rows[i][1]),
      muteHttpExceptions: true,
    });
    var isFault = response.getContentText().indexOf('<fault>') >= 0;
    sheet.getRange(i + 1, 3).setValue(isFault ? 'Error' : 'OK');
  }
}

function updateCall(id, email) {
  return (
    '<?xml version="1.0"?><methodCall><methodName>ContactService.update</methodName><params>' +
    '<param><value><string>key</string></value></param>' +
    '<param><value><int>' +
    id +
    '</int></value></param>' +
    '<param><value><struct><member><name>Email</name><value><string>' +
    email +
    '</string></value></member></struct></value></param></params></methodCall>'
  );
}
