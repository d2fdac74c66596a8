// The directory of names (in memory) and a personal data server, on loopback only. Told by the environment: PLC_PORT, PDS_PORT and the rest.
const { createRequire } = require("node:module");
const need = createRequire(`${process.env.SERVERS_FOLDER}/package.json`);
const { PlcServer, Database } = need("@did-plc/server");
const { PDS, envToCfg, envToSecrets, readEnv } = need("@atproto/pds");

function stayHome(app) {
  const listen = app.listen.bind(app);
  app.listen = (port) => listen(port, "127.0.0.1");
}

async function start() {
  const plc = PlcServer.create({ db: Database.mock(), port: Number(process.env.PLC_PORT) });
  stayHome(plc.app);
  await plc.start();
  const env = readEnv();
  const pds = await PDS.create(envToCfg(env), envToSecrets(env));
  stayHome(pds.app);
  await pds.start();
  process.stdout.write("ready\n");
  const stop = async () => {
    await pds.destroy();
    await plc.destroy();
    process.exit(0);
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
}

start().catch((error) => {
  process.stderr.write(`${error.stack || error}\n`);
  process.exit(1);
});
