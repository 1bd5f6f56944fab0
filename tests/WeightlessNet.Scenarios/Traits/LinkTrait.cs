namespace WeightlessNet.Scenarios.Traits;

/// <summary>The folder is reached through a link, and sometimes directly.</summary>
internal sealed class LinkTrait : ITrait
{
    private string _link = "";
    private string _target = "";

    public void Prepare(Scenario scenario)
    {
        _target = scenario.Setting.Path;
        _link = Path.Combine(scenario.Folder, "link");
        _ = Directory.CreateDirectory(_target);
        _ = Directory.CreateSymbolicLink(_link, _target);
        scenario.Setting.Path = _link;
    }

    public async Task HappenAsync(Scenario scenario)
    {
        await scenario.RefuseSecondAsync(_target);
        await scenario.RefuseSecondAsync(_link);
        await scenario.CloseAsync();
        scenario.Setting.Path = scenario.Setting.Path == _link ? _target : _link;
        await scenario.OpenAsync();
    }

    public Task EndAsync(Scenario scenario)
    {
        Assert.Equal(_target, new DirectoryInfo(_link).LinkTarget);
        Assert.Null(new DirectoryInfo(_target).LinkTarget);
        Assert.All(new DirectoryInfo(_target).GetFiles(), file => Assert.Null(file.LinkTarget));
        return Task.CompletedTask;
    }
}
