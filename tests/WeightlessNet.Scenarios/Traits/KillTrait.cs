namespace WeightlessNet.Scenarios.Traits;

/// <summary>The application's process is killed by SIGKILL when all its changes are acknowledged.</summary>
internal sealed class KillTrait : ITrait
{
    public async Task HappenAsync(Scenario scenario)
    {
        await scenario.CloseAsync();
        Film[] films = [.. scenario.Model.Films.Values];
        using OtherProcess killed = OtherProcess.Start(Program.Do, new ChildWork(scenario.Setting, films, scenario.NextSteps(25)));
        await killed.ExpectAsync(Program.Done);
        await scenario.RefuseSecondAsync(scenario.Setting.Path);
        await killed.KillAsync();
        await scenario.OpenAsync();
    }
}
