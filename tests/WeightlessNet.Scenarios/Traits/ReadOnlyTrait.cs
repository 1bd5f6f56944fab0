namespace WeightlessNet.Scenarios.Traits;

/// <summary>The folder is read-only for a while: it is not opened then, and nothing of it is lost.</summary>
internal sealed class ReadOnlyTrait : ITrait
{
    public void Prepare(Scenario scenario) => _ = scenario.UseSmallDisk();

    public async Task HappenAsync(Scenario scenario)
    {
        await scenario.CloseAsync();
        scenario.Disk!.SetReadOnly(true);
        Exception? refused = await Record.ExceptionAsync(() => Doors.OpenAsync(scenario.Setting, [.. scenario.Model.Films.Values]));
        Assert.True(refused is IOException or UnauthorizedAccessException, $"{refused}");
        scenario.Disk.SetReadOnly(false);
        await scenario.OpenAsync();
    }
}
