using System.Text;

namespace WeightlessNet.Scenarios.Kills;

/// <summary>The process that is killed: four threads do steps, and write each on the standard output before and after it is done.</summary>
internal static class KillWriter
{
    /// <summary>The number of threads that write.</summary>
    public const int Writers = 4;

    /// <summary>The number of users; user u belongs to writer u % 4.</summary>
    public const int Users = 32;

    private static readonly StepKind[] Kinds =
    [
        .. Enumerable.Repeat(StepKind.Learn, 40), .. Enumerable.Repeat(StepKind.Forget, 6), .. Enumerable.Repeat(StepKind.ForgetUser, 4),
        StepKind.Mute, StepKind.Boost, StepKind.Pin, StepKind.Ban, StepKind.TakeBack, StepKind.TakeBack, StepKind.Checkpoint,
    ];

    private static readonly StepKind[] KindsOfEvents =
        [.. Enumerable.Repeat(StepKind.SetTotal, 4), .. Enumerable.Repeat(StepKind.ForgetEvent, 8)];

    private static readonly StepKind[] KindsOfUsers = [.. Enumerable.Repeat(StepKind.Describe, 8)];

    private static readonly Stream Output = Console.OpenStandardOutput();
    private static readonly Lock Writing = new();

    public static IEnumerable<int> UsersOf(int writer) => Enumerable.Range(0, Users).Where(user => user % Writers == writer);

    public static async Task RunAsync(KillRound round)
    {
        IDoor door = await Doors.OpenAsync(round.Setting, round.Films);
        Say(new KillLine(KillLineKind.Opened));
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(door, round, writer))));
    }

    private static async Task WriteAsync(IDoor door, KillRound round, int writer)
    {
        Model model = new(round.Films) { IsOfEvents = round.Setting.IsOfEvents };
        foreach (Step step in round.State)
        {
            _ = step.User % Writers == writer ? model.Do(step) : 0;
        }

        // Ratings are learned in the order of the calls, also if nobody waits for them.
        List<StepKind> kinds = round.AcknowledgesEarly ? [StepKind.Learn] : [.. Kinds, StepKind.Add];
        kinds.AddRange(round.Setting.IsOfEvents ? KindsOfEvents : []);
        kinds.AddRange(round.Setting.HasUsers && !round.AcknowledgesEarly ? KindsOfUsers : []);
        History history = new((round.Seed * Writers) + writer, model, kinds, [.. UsersOf(writer)], round.FirstAdded + writer);
        for (int number = 0; ; number++)
        {
            Step step = history.Next(1)[0];
            Say(new KillLine(KillLineKind.Begun, writer, number, step));
            Task<int> done = DoAsync(door, step, new KillLine(KillLineKind.Erased, writer, number));
            bool isAsExpected = round.AcknowledgesEarly || await done == step.Expected;
            Say(new KillLine(isAsExpected ? KillLineKind.Acknowledged : KillLineKind.Wrong, writer, number, isAsExpected ? null : step));
            _ = step.Kind == StepKind.Add && kinds.Remove(StepKind.Add);
        }
    }

    private static async Task<int> DoAsync(IDoor door, Step step, KillLine erased)
    {
        if (step.Kind != StepKind.ForgetUser)
        {
            return await door.DoAsync(step);
        }

        var forgotten = await door.ForgetUserAsync(step.User);
        _ = SayWhenAsync(forgotten.Erased, erased);
        return forgotten.Ratings;
    }

    private static async Task SayWhenAsync(Task erased, KillLine line)
    {
        await erased;
        Say(line);
    }

    // One write, which a kill does not divide.
    private static void Say(KillLine line)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(line.Write() + "\n");
        lock (Writing)
        {
            Output.Write(bytes);
        }
    }
}
