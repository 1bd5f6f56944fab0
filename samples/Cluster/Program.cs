using System.CommandLine;
using ClusterSample;

Option<int> silos = new("--silos") { Description = "Processes with grains, 1 to 9.", DefaultValueFactory = _ => 3 };
Option<int> seconds = new("--seconds") { Description = "How long the load lasts.", DefaultValueFactory = _ => 20 };
Option<int> visitors = new("--visitors") { Description = "Calls at the same time.", DefaultValueFactory = _ => 32 };
Option<int> users = new("--users") { Description = "Users that are stored before the load.", DefaultValueFactory = _ => 2_000 };
Option<int> ratings = new("--ratings") { Description = "Ratings of each of them.", DefaultValueFactory = _ => 20 };
Option<int> asked = new("--ask") { Description = "How many of them are asked, each once, after the load.", DefaultValueFactory = _ => 0 };
Option<int> films = new("--films") { Description = "Items of the catalog.", DefaultValueFactory = _ => 1_000 };
Option<string> store = new("--store") { Description = "sqlite, postgres or redis.", DefaultValueFactory = _ => "sqlite" };
Option<string?> place = new("--place") { Description = "The file, or where the server is; a new file in a temporary folder if left out." };
Option<bool> kill = new("--kill") { Description = "Kills a silo in the middle, and starts it again.", DefaultValueFactory = _ => true };
Option<bool> restart = new("--restart") { Description = "Ends and starts the silos in turn instead, all but the first." };
Option<int> port = new("--port") { Description = "The first of 20 ports.", DefaultValueFactory = _ => 11111 };
Option<int?> silo = new("--silo") { Description = "For the processes that this program starts.", Hidden = true };
store.AcceptOnlyFromAmong("sqlite", "postgres", "redis");
RootCommand command = new("Starts a cluster on this machine, asks it, kills a silo, and checks that nothing is lost.")
{
    silos, seconds, visitors, users, ratings, asked, films, store, place, kill, restart, port, silo,
};
command.SetAction(async (parsed, cancel) =>
{
    ClusterSettings settings = new(
        parsed.GetValue(silos),
        TimeSpan.FromSeconds(parsed.GetValue(seconds)),
        parsed.GetValue(visitors),
        parsed.GetValue(users),
        parsed.GetValue(ratings),
        parsed.GetValue(asked),
        parsed.GetValue(films),
        parsed.GetValue(store)!,
        parsed.GetValue(place),
        parsed.GetValue(restart) ? Disturbance.Restart : parsed.GetValue(kill) ? Disturbance.Kill : Disturbance.None,
        parsed.GetValue(port));
    int? index = parsed.GetValue(silo);
    if (index is null && settings.Problem is { } problem)
    {
        Console.Error.WriteLine(problem);
        return 1;
    }

    try
    {
        return index is int number
            ? await SiloHost.RunAsync(settings, number, cancel)
            : await ClusterRun.RunAsync(settings, cancel);
    }
    catch (Exception failure) when (failure is IOException or InvalidDataException or InvalidOperationException or ArgumentException)
    {
        // A store that cannot be opened, or a silo that cannot start.
        Console.Error.WriteLine(failure.Message);
        return 1;
    }
});
return await command.Parse(args).InvokeAsync();
