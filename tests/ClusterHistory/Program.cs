using System.CommandLine;
using ClusterHistory;

// ClusterHistory rounds --store KIND PLACE --rounds N --seed S: rounds of load, a fault of a silo and an inspection, see RoundRun.
Option<string[]> store = new("--store")
{
    Description = "sqlite, postgres or redis, and where the server is.",
    Arity = new ArgumentArity(2, 2),
    AllowMultipleArgumentsPerToken = true,
    Required = true,
};
Option<int> rounds = new("--rounds") { Description = "The number of rounds.", DefaultValueFactory = _ => 3 };
Option<int> seed = new("--seed") { Description = "The seed of all that is drawn.", DefaultValueFactory = _ => 1 };
Option<string> faults = new("--faults")
{
    Description = "kills: silos are killed and stopped; cuts: their network is cut.",
    DefaultValueFactory = _ => "kills",
};
Option<string?> broken = new("--broken") { Description = "Breaks something on purpose, which must be found out." };
faults.AcceptOnlyFromAmong("kills", "cuts");
broken.AcceptOnlyFromAmong(RoundSettings.AcknowledgeEarly);
Command run = new("rounds", "Kills silos of a cluster under load, and compares what it has with what its clients were told.")
{
    store, rounds, seed, faults, broken,
};
run.SetAction((parsed, _) =>
{
    string[] place = parsed.GetRequiredValue(store);
    return RoundRun.RunAsync(new RoundSettings(
        place[0], place[1], parsed.GetValue(rounds), parsed.GetValue(seed), parsed.GetValue(faults)!, parsed.GetValue(broken)));
});

Option<int> index = new("--index") { Required = true };
Option<int> port = new("--port") { Required = true };
Option<string> name = new("--name") { Required = true };
Option<string> address = new("--address") { Required = true };
Command silo = new("silo", "A silo, which `rounds` starts.") { store, name, index, port, address, broken };
silo.Hidden = true;
silo.SetAction(async (parsed, cancel) =>
{
    string[] place = parsed.GetRequiredValue(store);
    SiloSettings settings = new(
        new StoreSpace(place[0], place[1], parsed.GetRequiredValue(name)),
        parsed.GetRequiredValue(port),
        parsed.GetRequiredValue(address),
        parsed.GetValue(broken));
    await SiloHost.RunAsync(settings, parsed.GetRequiredValue(index), cancel);
    return 0;
});
return await new RootCommand("Tests of a cluster whose silos fail.") { run, silo }.Parse(args).InvokeAsync();
