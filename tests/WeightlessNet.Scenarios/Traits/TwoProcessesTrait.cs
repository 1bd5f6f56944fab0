namespace WeightlessNet.Scenarios.Traits;

/// <summary>Another process is refused while the folder is open, and opens it later.</summary>
internal sealed class TwoProcessesTrait : ITrait
{
    public async Task HappenAsync(Scenario scenario)
    {
        // What is played before the other process begins is not in its catalog.
        Film[] films = [.. scenario.Model.Films.Values];
        Step[] steps = scenario.NextSteps(15);
        using OtherProcess other = OtherProcess.Start(Program.TryThenDo, new ChildWork(scenario.Setting, films, steps));
        await other.ExpectAsync(Program.Refused);
        await scenario.RefuseSecondAsync(scenario.Setting.Path);
        await scenario.CloseAsync();
        other.GoOn();
        await other.ExpectAsync(Program.Done);
        await other.EndAsync();
        await scenario.OpenAsync();
    }
}
