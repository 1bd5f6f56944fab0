using System.Diagnostics;
using WeightlessNet.Serving;

namespace WeightlessNet.Scenarios.Traits;

/// <summary>Trainings go on in the background, and one is asked for.</summary>
internal sealed class TrainingTrait : ITrait
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public void Prepare(Scenario scenario) => scenario.Setting.IsTrainedInBackground = true;

    public async Task HappenAsync(Scenario scenario)
    {
        TrainingReport? last = scenario.Door.LastTraining;
        await scenario.PlayAsync(40);
        for (long started = Stopwatch.GetTimestamp(); scenario.Door.LastTraining == last; await Task.Delay(20))
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, $"No training: {scenario.Door.Health.TrainingFailure}");
        }

        Task<TrainingReport> asked = scenario.Door.TrainAsync();
        await scenario.PlayAsync(30);
        TrainingReport report = await asked;
        Assert.True(report.ItemCount >= Film.FirstCount);
        Assert.Null(scenario.Door.Health.TrainingFailure);
    }
}
