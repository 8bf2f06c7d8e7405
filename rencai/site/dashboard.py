"""What the home page shows of the register."""

from rencai.people.figures import register
from rencai.ui.dashboard import draw, show

show(
    register.on_register,
    register.social_work_talents,
    register.qualified,
    register.qualified_share,
    register.registered_valid,
    register.bachelor_share,
)
draw(register.on_register, "township")
draw(register.on_register, "category")
draw(register.on_register, "age")
draw(register.qualified, "qualification")
