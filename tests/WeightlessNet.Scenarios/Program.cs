using System.Text.Json;
using WeightlessNet.Scenarios.Kills;

namespace WeightlessNet.Scenarios;

/// <summary>What the tests start as other processes. The test runner loads this program as a library.</summary>
internal static class Program
{
    public const string Do = "do";
    public const string TryThenDo = "try-then-do";
    public const string Write = "write";
    public const string Done = "done";
    public const string Refused = "refused";

    public static async Task Main(string[] arguments)
    {
        if (arguments[0] == Write)
        {
            await KillWriter.RunAsync(JsonSerializer.Deserialize<KillRound>(await File.ReadAllTextAsync(arguments[1]))!);
            return;
        }

        ChildWork work = JsonSerializer.Deserialize<ChildWork>(await File.ReadAllTextAsync(arguments[1]))!;
        if (arguments[0] == TryThenDo)
        {
            Console.WriteLine(await TryAsync(work));
            _ = Console.ReadLine();
        }

        await using IDoor door = await Doors.OpenAsync(work.Setting, work.Films);
        await Player.DoAsync(door, work.Steps, work.Setting.Threads);
        Console.WriteLine(Done);
        _ = Console.ReadLine();
    }

    private static async Task<string> TryAsync(ChildWork work)
    {
        try
        {
            await (await Doors.OpenAsync(work.Setting, work.Films)).DisposeAsync();
            return "opened";
        }
        catch (IOException)
        {
            return Refused;
        }
    }
}
