// Stands in for @vscode/native-watchdog, which ends the extension host when its parent dies: the process group is ended instead.
exports.start = () => {};
exports.exit = (code) => process.exit(code || 0);
