using System.Diagnostics;
using WeightlessNet.Serving;

namespace WeightlessNet.Scenarios.Traits;

/// <summary>
/// The disk is full for a while: what is acknowledged is made, what fails changes nothing, and it works again afterwards.
/// </summary>
internal sealed class FullDiskTrait : ITrait
{
    private const int MostLearned = 3000;
    private const int Forgotten = 6;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private int _film = Film.FirstAdded + 400;

    public void Prepare(Scenario scenario) => _ = scenario.UseSmallDisk();

    public async Task HappenAsync(Scenario scenario)
    {
        foreach (int user in (int[])[Forgotten, 7])
        {
            await scenario.DoAsync(new Step(StepKind.Learn, user, 1, Rating: 4, Time: 1_700_000_005));
        }

        scenario.Disk!.Fill();
        await LearnUntilFullAsync(scenario);
        Assert.False(scenario.Door.Health.IsWritable);
        Assert.NotNull(scenario.Door.Health.WriteFailure);

        // Each kind of change is made or not, the first one of a user among them.
        Step[] others =
        [
            new(StepKind.ForgetUser, Forgotten),
            new(StepKind.Forget, Forgotten, 1),
            new(StepKind.Add, Film: _film++),
            new(StepKind.Mute, 7, Wish: new Wish(StepKind.Mute, "War", -1)),
            new(StepKind.Pin, 7, 2, Wish: new Wish(StepKind.Pin, null, 2)),
            new(StepKind.Learn, History.Users, 2, Rating: 3, Time: 1_700_000_006),
            new(StepKind.TakeBack, 7, Wish: new Wish(StepKind.Mute, "War", -1)),
        ];
        foreach (Step step in others)
        {
            _ = await TryAsync(scenario, step);
        }

        _ = await Assert.ThrowsAsync<IOException>(() => scenario.Door.DoAsync(new Step(StepKind.Checkpoint)));
        scenario.Agree();

        scenario.Disk.MakeRoom();
        foreach (Step step in others)
        {
            await scenario.DoAsync(step);
        }

        Forgotten forgotten = await scenario.Door.ForgetUserAsync(Forgotten);
        Assert.Equal(scenario.Did(new Step(StepKind.ForgetUser, Forgotten)), forgotten.Ratings);
        Assert.True(scenario.Door.Health.IsWritable);
        await scenario.Door.DoAsync(new Step(StepKind.Checkpoint));
        await WhenErasedAsync(scenario);
        Assert.False(scenario.IsInFiles(scenario.Door.KeyTextOf(Forgotten)));
    }

    // One writer for each thread of the scenario, each with its own user.
    private static async Task LearnUntilFullAsync(Scenario scenario)
    {
        List<Step>[] learned = await Task.WhenAll(Enumerable.Range(0, scenario.Setting.Threads).Select(user => Task.Run(async () =>
        {
            List<Step> acknowledged = [];
            for (int time = 0; time < MostLearned; time++)
            {
                Step step = new(StepKind.Learn, user, user, Rating: 2, Time: 1_700_010_000 + time);
                try
                {
                    _ = await scenario.Door.DoAsync(step);
                    acknowledged.Add(step);
                }
                catch (IOException)
                {
                    return acknowledged;
                }
            }

            throw new InvalidOperationException("The disk is not full.");
        })));
        foreach (Step step in learned.SelectMany(steps => steps))
        {
            scenario.Did(step);
        }
    }

    private static async Task<bool> TryAsync(Scenario scenario, Step step)
    {
        try
        {
            await scenario.DoAsync(step);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task WhenErasedAsync(Scenario scenario)
    {
        for (long started = Stopwatch.GetTimestamp(); scenario.Door.Health.IsErasureDue; await Task.Delay(20))
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, $"Not erased: {scenario.Door.Health.CheckpointFailure}");
        }
    }
}
